import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastUndo } from '@/shared/ui/toast';
import { type Relation, useCreateRelation, useDeleteRelation } from './api';
import { PartyIcon } from './PartyIcon';
import { about, PartyLink } from './PartyLink';
import s from './Relations.module.css';
import { grouped, type Side, sentence } from './wording';

interface Props {
  relations: readonly Relation[];
  client: string;
  onEdit: (relation: Relation) => void;
}

/** By kind, as the client sees it: its suppliers, its partners, and whom its people know. */
export function RelationList({ relations, client, onEdit }: Props) {
  const { t } = useTranslation();
  const { own, people } = grouped(relations, client);
  const remove = useRemoval();
  const group = ({ role, sides }: { role: string; sides: Side[] }) => (
    <section key={role} aria-label={role}>
      <h3 className={s.role}>
        {role} <span className={s.count}>{sides.length}</span>
      </h3>
      <ul className={s.list}>
        {sides.map((side) => (
          <Row
            key={side.relation.name}
            side={side}
            onEdit={() => onEdit(side.relation)}
            onDelete={() => remove(side.relation)}
          />
        ))}
      </ul>
    </section>
  );
  return (
    <div className={s.groups}>
      {own.map(group)}
      {people.length > 0 && <h2 className={s.people}>{t('relations.people')}</h2>}
      {people.map(group)}
    </div>
  );
}

function Row({ side, onEdit, onDelete }: { side: Side; onEdit: () => void; onDelete: () => void }) {
  const { t } = useTranslation();
  const { relation, other } = side;
  const said = sentence(
    t,
    relation,
    relation.source_party!.display_name,
    relation.target_party!.display_name,
  );
  return (
    <li className={s.relation}>
      <span className={s.icon}>
        <PartyIcon kind={other.kind} size={18} />
      </span>
      <div className={s.words}>
        <PartyLink party={other} />
        <span className={s.sub}>{said}</span>
        {about(other) && <span className={s.sub}>{about(other)}</span>}
        {relation.note && <span className={s.note}>{relation.note}</span>}
      </div>
      {relation.writable && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon size={30} aria-label={t('relations.actions', { name: said })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('ui.edit')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onDelete}>
              {t('ui.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </li>
  );
}

/** What is deleted by mistake is made again as it was. */
function useRemoval() {
  const { t } = useTranslation();
  const remove = useDeleteRelation();
  const create = useCreateRelation();
  return (relation: Relation) =>
    remove.mutate(relation, {
      onSuccess: () =>
        toastUndo(t('relations.removed'), () => {
          const { source, target, kind, note } = relation;
          create.mutate({ source, target, kind, note }, { onSuccess: () => toastDone(t('relations.back')) });
        }),
    });
}
