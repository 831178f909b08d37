import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowsMove,
  IconBuilding,
  IconBuildingSkyscraper,
  IconChevronDown,
  IconChevronRight,
  IconDots,
  IconPencil,
  IconPlus,
  IconTrash,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/shared/api/types';
import { count } from '@/shared/lib/format';
import { Ava } from '@/shared/ui/Ava';
import type { UnitAction } from '../OrgUnitsPage';
import { canDelete, type OrgUnit, type PeopleCount, peopleCounts, type UnitNode } from '../orgTree';
import s from './UnitsTree.module.css';
import { useUnitDrag } from './useUnitDrag';

const ICON: Record<string, typeof IconUsers> = {
  COMPANY: IconBuildingSkyscraper,
  BRANCH: IconBuilding,
  DEPARTMENT: IconUsersGroup,
  GROUP: IconUsers,
};

interface Props {
  units: OrgUnit[];
  nodes: UnitNode[];
  people: User[];
  closed: ReadonlySet<string>;
  writes: boolean;
  onToggle: (name: string) => void;
  onAction: (action: UnitAction) => void;
  onMove: (name: string, parent: string) => void;
}

export function UnitsTree(props: Props) {
  const { t } = useTranslation();
  const { units, nodes, people } = props;
  const counts = useMemo(() => peopleCounts(units, people), [units, people]);
  const names = useMemo(() => new Map(people.map((user) => [user.name, user.display_name])), [people]);
  return (
    <table className={s.tree} aria-label={t('adminUi.units.label')}>
      <thead>
        <tr>
          <th>{t('adminUi.units.name')}</th>
          <th>{t('adminUi.units.head')}</th>
          <th>{t('adminUi.units.people')}</th>
          <th>{t('adminUi.units.timeZone')}</th>
          {props.writes && <th aria-label={t('adminUi.units.edit')} />}
        </tr>
      </thead>
      <tbody>
        {nodes.map((node) => (
          <UnitRow
            key={node.unit.name}
            node={node}
            head={names.get(node.unit.head)}
            counts={counts}
            {...props}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps extends Props {
  node: UnitNode;
  head: string | undefined;
  counts: Map<string, PeopleCount>;
}

function UnitRow({ node, head, counts, ...props }: RowProps) {
  const { t } = useTranslation();
  const { unit, depth, children } = node;
  const { units, closed, writes, onToggle, onAction } = props;
  const { row, grip, over, dragging } = useUnitDrag(unit, units, writes, props.onMove);
  const Icon = ICON[unit.kind] ?? IconUsers;
  const isClosed = closed.has(unit.name);
  const name = unit.display_name;
  return (
    <tr ref={row} className={s.row} data-over={over} data-dragging={dragging || undefined}>
      <td>
        <div className={s.unit} data-depth={Math.min(depth, 8)}>
          {children.length > 0 ? (
            <ActionIcon
              size={24}
              aria-expanded={!isClosed}
              aria-label={t(isClosed ? 'adminUi.units.expand' : 'adminUi.units.collapse', { name })}
              onClick={() => onToggle(unit.name)}
            >
              {isClosed ? <IconChevronRight size={16} /> : <IconChevronDown size={16} />}
            </ActionIcon>
          ) : (
            <span className={s.leaf} />
          )}
          <span
            ref={grip}
            className={s.icon}
            data-kind={unit.kind}
            data-grip={(writes && depth > 0) || undefined}
            aria-hidden
          >
            <Icon size={18} stroke={1.7} />
          </span>
          <span className={s.words}>
            {writes ? (
              <button type="button" className={s.name} onClick={() => onAction({ kind: 'edit', unit })}>
                {name}
              </button>
            ) : (
              <span className={s.name}>{name}</span>
            )}
            <span className={s.sub}>
              {unit.kind && t(`adminUi.units.kind.${unit.kind}`)}
              <span className={s.onPhone}>
                {' · '}
                <People counts={counts.get(unit.name)} />
              </span>
            </span>
          </span>
        </div>
      </td>
      <td>
        {head ? (
          <span className={s.head}>
            <Ava name={head} /> <span className="ell">{head}</span>
          </span>
        ) : (
          <span className={s.none}>{t('adminUi.units.noHead')}</span>
        )}
      </td>
      <td className={s.people}>
        <People counts={counts.get(unit.name)} />
      </td>
      <td className={s.zone}>{unit.time_zone || '—'}</td>
      {writes && (
        <td className={s.menu}>
          <UnitMenu unit={unit} units={units} people={props.people} onAction={onAction} />
        </td>
      )}
    </tr>
  );
}

/** «24, 3 here»: all under it, and how many of them right in it when the two differ. */
function People({ counts }: { counts: PeopleCount | undefined }) {
  const { t } = useTranslation();
  if (!counts) return null;
  const total = t('adminUi.people', { count: counts.total, n: count(counts.total) });
  if (counts.total === counts.direct) return total;
  return t('adminUi.units.peopleHere', { total, direct: count(counts.direct) });
}

interface MenuProps extends Pick<Props, 'units' | 'people' | 'onAction'> {
  unit: OrgUnit;
}

function UnitMenu({ unit, units, people, onAction }: MenuProps) {
  const { t } = useTranslation();
  const isRoot = unit.parent === '';
  const removable = canDelete(units, people, unit.name);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('adminUi.actions', { name: unit.display_name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPlus size={16} />} onClick={() => onAction({ kind: 'add', unit })}>
          {t('adminUi.units.addInside')}
        </Menu.Item>
        <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => onAction({ kind: 'edit', unit })}>
          {t('adminUi.units.edit')}
        </Menu.Item>
        {!isRoot && (
          <Menu.Item
            leftSection={<IconArrowsMove size={16} />}
            onClick={() => onAction({ kind: 'move', unit })}
          >
            {t('adminUi.units.move')}
          </Menu.Item>
        )}
        {!isRoot && (
          <>
            <Menu.Divider />
            <Menu.Item
              color="red"
              disabled={!removable}
              title={removable ? undefined : t('adminUi.units.notEmpty')}
              leftSection={<IconTrash size={16} />}
              onClick={() => onAction({ kind: 'delete', unit })}
            >
              {t('adminUi.units.delete')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
