import { Menu } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconArrowDown,
  IconArrowUp,
  IconGripVertical,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { RowMenu } from '@/shared/ui/RowMenu';
import { Tag } from '@/shared/ui/Tag';
import { toastDone } from '@/shared/ui/toast';
import { type CustomField, useSetArchived } from '../api';
import s from '../Fields.module.css';
import { useRowDrag } from './useRowDrag';

interface Props {
  fields: CustomField[];
  onOpen: (field: CustomField) => void;
  /** Puts one field in the place of another. */
  onMove: (from: string, to: string) => void;
  onDelete: (field: CustomField) => void;
}

export function FieldsTable({ fields, ...act }: Props) {
  const { t } = useTranslation();
  const active = fields.filter((field) => !field.archived);
  return (
    <div className={s.frame}>
      <table className={s.table} aria-label={t('nav.customFields')}>
        <thead>
          <tr>
            <th aria-label={t('customFields.order')} />
            <th>{t('customFields.name')}</th>
            <th className={s.wide}>{t('customFields.type')}</th>
            <th className={s.wide}>{t('customFields.where')}</th>
            <th aria-label={t('customFields.menu')} />
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const at = active.indexOf(field);
            return (
              <Row
                key={field.name}
                field={field}
                previous={at > 0 ? active[at - 1] : undefined}
                next={at >= 0 ? active[at + 1] : undefined}
                {...act}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps extends Omit<Props, 'fields'> {
  field: CustomField;
  previous?: CustomField;
  next?: CustomField;
}

function Row({ field, onMove, ...act }: RowProps) {
  const { t } = useTranslation();
  const { row, grip, over, dragging } = useRowDrag<HTMLTableRowElement>(
    'custom-field',
    field.name,
    !field.archived,
    onMove,
  );
  const type = t(`enums.CustomField.Type.${field.type}`);
  return (
    <tr
      ref={row}
      className={s.row}
      data-over={over || undefined}
      data-off={dragging || field.archived || undefined}
    >
      <td className={s.grip}>
        {!field.archived && (
          <span ref={grip} title={t('customFields.drag')}>
            <IconGripVertical size={16} aria-hidden />
          </span>
        )}
      </td>
      <td>
        <button type="button" className={s.name} onClick={() => act.onOpen(field)}>
          {field.display_name}
        </button>
        <div className={s.sub}>
          <code>{field.key}</code>
          <span className={s.narrow}> · {type}</span>
          {field.group && ` · ${field.group}`}
        </div>
      </td>
      <td className={s.wide}>{type}</td>
      <td className={s.wide}>
        <span className={s.tags}>
          {field.archived && <Tag color="gray">{t('customFields.archived')}</Tag>}
          {field.required && <Tag color="red">{t('customFields.required')}</Tag>}
          {field.in_list && <Tag color="blue">{t('customFields.inList')}</Tag>}
          {field.filterable && <Tag color="teal">{t('customFields.filterable')}</Tag>}
        </span>
      </td>
      <td className={s.menu}>
        <FieldMenu field={field} onMove={onMove} {...act} />
      </td>
    </tr>
  );
}

function FieldMenu({ field, previous, next, onOpen, onMove, onDelete }: RowProps) {
  const { t } = useTranslation();
  const setArchived = useSetArchived();
  const name = field.display_name;
  const archive = (archived: boolean) =>
    setArchived.mutate(
      { field, archived },
      {
        onSuccess: () =>
          toastDone(t(archived ? 'customFields.wasArchived' : 'customFields.restored', { name })),
      },
    );
  return (
    <RowMenu label={t('customFields.actions', { name })}>
      <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onOpen(field)}>
        {t('ui.edit')}
      </Menu.Item>
      {previous && (
        <Menu.Item leftSection={<IconArrowUp size={16} />} onClick={() => onMove(field.name, previous.name)}>
          {t('customFields.up')}
        </Menu.Item>
      )}
      {next && (
        <Menu.Item leftSection={<IconArrowDown size={16} />} onClick={() => onMove(field.name, next.name)}>
          {t('customFields.down')}
        </Menu.Item>
      )}
      <Menu.Divider />
      {field.archived ? (
        <Menu.Item leftSection={<IconArchiveOff size={16} />} onClick={() => archive(false)}>
          {t('customFields.restore')}
        </Menu.Item>
      ) : (
        <Menu.Item leftSection={<IconArchive size={16} />} onClick={() => archive(true)}>
          {t('customFields.archive')}
        </Menu.Item>
      )}
      <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => onDelete(field)}>
        {t('ui.delete')}
      </Menu.Item>
    </RowMenu>
  );
}
