import { useTranslation } from 'react-i18next';
import { permissionsOf, RESOURCES, type Rule, SCOPES, type Scope, scopeOf, withScope } from '../matrix';
import s from './Matrix.module.css';

interface Props {
  rules: Rule[];
  /** What is saved, to show what the draft changes. */
  before: Rule[];
  locked: boolean;
  onChange: (rules: Rule[]) => void;
}

const COLUMNS: readonly ('' | Scope)[] = ['', ...SCOPES];

/** Each permission a line, each scope a column: the mark says how far the right reaches. */
export function PermissionMatrix({ rules, before, locked, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={s.block}>
      <h3 className={s.title}>{t('adminUi.roles.permissions')}</h3>
      <p className={s.hint}>{t('adminUi.roles.permissionsHint')}</p>
      <table className={s.matrix}>
        <thead>
          <tr>
            <th>{t('adminUi.roles.permission')}</th>
            {COLUMNS.map((scope) => (
              <th key={scope} className={s.scope}>
                <span className={s.long}>{t(`adminUi.roles.scope.${scope}`)}</span>
                <span className={s.short} aria-hidden>
                  {t(`adminUi.roles.scopeShort.${scope}`)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        {RESOURCES.map((resource) => (
          <tbody key={resource.id}>
            <tr className={s.group}>
              <th colSpan={COLUMNS.length + 1} scope="rowgroup">
                {t(`adminUi.roles.resources.${resource.id}`)}
              </th>
            </tr>
            {permissionsOf(resource).map((permission) => (
              <Line
                key={permission}
                permission={permission}
                scope={scopeOf(rules, permission) ?? ''}
                was={scopeOf(before, permission) ?? ''}
                scoped={resource.scoped}
                locked={locked}
                onScope={(scope) => onChange(withScope(rules, permission, scope || undefined))}
              />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface LineProps {
  permission: string;
  scope: '' | Scope;
  was: '' | Scope;
  scoped: boolean;
  locked: boolean;
  onScope: (scope: '' | Scope) => void;
}

function Line({ permission, scope, was, scoped, locked, onScope }: LineProps) {
  const { t } = useTranslation();
  const label = t(`permissions.${permission}`);
  const reach = COLUMNS.indexOf(scope);
  return (
    <tr className={s.line} data-changed={scope !== was || undefined}>
      <th scope="row" className={s.what}>
        {t(`adminUi.roles.verbs.${permission.slice(permission.indexOf('.') + 1)}`)}
      </th>
      {COLUMNS.map((column, index) => {
        // What has no owner is either open or closed: there is nothing in between.
        if (!scoped && column !== '' && column !== 'ALL')
          return <td key={column} className={s.cell} data-filled={reach > index || undefined} />;
        return (
          <td key={column} className={s.cell} data-filled={(index > 0 && index <= reach) || undefined}>
            <label className={s.choice}>
              <input
                type="radio"
                name={permission}
                className="visuallyHidden"
                checked={column === scope}
                disabled={locked}
                aria-label={t('adminUi.roles.cell', {
                  permission: label,
                  scope: t(`adminUi.roles.scope.${column}`),
                })}
                onChange={() => onScope(column)}
              />
              <span className={s.mark} data-none={column === '' || undefined} aria-hidden />
            </label>
          </td>
        );
      })}
    </tr>
  );
}
