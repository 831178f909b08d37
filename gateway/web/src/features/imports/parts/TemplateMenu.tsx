import { ActionIcon, Button, Group, Menu, Modal, Stack, TextInput } from '@mantine/core';
import { IconBookmark, IconChevronDown, IconDeviceFloppy, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone } from '@/shared/ui/toast';
import { templatesQuery, useDeleteTemplate, useSaveTemplate } from '../api';
import { applyTemplate, type ColumnMapping, type ImportKind } from '../model';
import s from './TemplateMenu.module.css';

interface Props {
  kind: ImportKind;
  mapping: ColumnMapping[];
  disabled: boolean;
  onApply: (mapping: ColumnMapping[]) => void;
}

/** Mappings saved under a name: take one, keep this one, throw one away. */
export function TemplateMenu({ kind, mapping, disabled, onApply }: Props) {
  const { t } = useTranslation();
  const templates = useQuery(templatesQuery(kind));
  const [naming, setNaming] = useState(false);
  const remove = useDeleteTemplate();
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={16} />}
            rightSection={<IconChevronDown size={14} />}
          >
            {t('importsUi.mapping.templates')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {templates.data?.length === 0 && (
            <div className={s.empty}>{t('importsUi.mapping.templateEmpty')}</div>
          )}
          {templates.data?.map((one) => (
            <div key={one.name} className={s.line}>
              <Menu.Item
                disabled={disabled}
                onClick={() => {
                  onApply(applyTemplate(mapping, one));
                  toastDone(t('importsUi.mapping.templateApplied', { name: one.display_name }));
                }}
              >
                {one.display_name}
              </Menu.Item>
              <ActionIcon
                aria-label={t('importsUi.mapping.templateDelete', { name: one.display_name })}
                onClick={() =>
                  remove.mutate(one.name, {
                    onSuccess: () =>
                      toastDone(t('importsUi.mapping.templateDeleted', { name: one.display_name })),
                  })
                }
              >
                <IconTrash size={15} />
              </ActionIcon>
            </div>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconDeviceFloppy size={16} />} onClick={() => setNaming(true)}>
            {t('importsUi.mapping.templateSave')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {naming && <SaveTemplate kind={kind} mapping={mapping} onClose={() => setNaming(false)} />}
    </>
  );
}

function SaveTemplate(props: { kind: ImportKind; mapping: ColumnMapping[]; onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const save = useSaveTemplate();
  const submit = () =>
    save.mutate(
      {
        display_name: name.trim(),
        kind: props.kind,
        // Samples are this file's data: they have no place in a template.
        mapping: props.mapping.map(({ column, field }) => ({ column, field, samples: [] })),
      },
      {
        onSuccess: () => {
          toastDone(t('importsUi.mapping.templateSaved', { name: name.trim() }));
          props.onClose();
        },
      },
    );
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('importsUi.mapping.templateSave')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) submit();
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            label={t('importsUi.mapping.templateName')}
            description={t('importsUi.mapping.templateNameHint')}
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              {t('ui.cancel')}
            </Button>
            <Button type="submit" disabled={!name.trim()} loading={save.isPending}>
              {t('ui.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
