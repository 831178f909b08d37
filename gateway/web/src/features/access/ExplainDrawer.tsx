import { Drawer, SegmentedControl, Select, Skeleton, Stack } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { http, idOf, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import { loadTexts } from '@/shared/i18n';
import { date } from '@/shared/lib/format';
import { useOrgUnits, useUserOptions } from '@/shared/session/directory';
import { useProfile } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import s from './Explain.module.css';

type Explanation = Schemas['ExplainAccessResponse'];
type Way = Schemas['AccessPath'];

const VERBS = ['read', 'update', 'delete', 'export'] as const;

const explainQuery = (name: string, user: string, verb: string) =>
  queryOptions({
    queryKey: ['access', name, user, verb],
    enabled: Boolean(user),
    queryFn: async ({ signal }) => {
      await loadTexts('access');
      const query = { user, permission: `counterparties.${verb}` };
      return unwrap(
        http.GET('/v1/counterparties/{counterparty}:explainAccess', {
          params: { path: { counterparty: idOf(name) }, query },
          signal,
        }),
      );
    },
  });

/** Who may do what with a client, and why: role, unit, substitution; or what is missing. */
export default function ExplainDrawer({ name, onClose }: { name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useProfile().user;
  const [user, setUser] = useState(me.name);
  const [verb, setVerb] = useState<string>('read');
  const [typed, setTyped] = useState('');
  const options = useUserOptions(typed, [user].filter(Boolean));
  const found = useQuery(explainQuery(name, user, verb));
  return (
    <Drawer
      opened
      onClose={onClose}
      size={480}
      title={t('card.whoSees')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap="md">
        <Select
          data-autofocus
          searchable
          label={t('card.whoSeesUser')}
          data={options}
          filter={({ options: all }) => all}
          value={user || null}
          onChange={(value) => setUser(value ?? '')}
          onSearchChange={(text) => setTyped(options.some((one) => one.label === text) ? '' : text)}
          nothingFoundMessage={t('ui.nothing')}
        />
        <SegmentedControl
          fullWidth
          aria-label={t('card.whoSeesVerb')}
          value={verb}
          onChange={setVerb}
          data={VERBS.map((value) => ({ value, label: t(`card.whoSeesVerbs.${value}`) }))}
        />
        <div aria-live="polite">
          {found.isPending ? (
            user && <Skeleton h={90} />
          ) : found.data ? (
            <Answer found={found.data} />
          ) : (
            <ErrorState error={found.error} retry={() => void found.refetch()} />
          )}
        </div>
      </Stack>
    </Drawer>
  );
}

function Answer({ found }: { found: Explanation }) {
  const { t } = useTranslation();
  const units = useOrgUnits();
  const place = found.org_path.map((unit) => units.get(unit)?.display_name ?? '…').join(' / ');
  const owner = found.owner_display_name;
  const Icon = found.allowed ? IconCircleCheck : IconCircleX;
  return (
    <div className={s.answer} data-allowed={found.allowed || undefined}>
      <p className={s.verdict}>
        <Icon size={20} aria-hidden />
        {t(found.allowed ? 'access.may' : 'access.mayNot', { name: found.user_display_name })}
      </p>
      {found.allowed ? (
        <ul className={s.ways}>
          {found.via.map((way) => (
            <li key={`${way.role}${way.org_unit}${way.absent}${way.kind}`}>{sentence(t, way, owner)}</li>
          ))}
        </ul>
      ) : (
        <>
          <p className={s.text}>{t(`access.obstacle.${found.obstacle}`)}</p>
          {found.nearest.length > 0 && (
            <>
              <p className={s.text}>{t('access.has')}</p>
              <ul className={s.ways}>
                {found.nearest.map((way) => (
                  <li key={`${way.role}${way.org_unit}${way.absent}`}>{reach(t, way)}</li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
      <p className={s.text}>{owner ? t('access.record', { owner, place }) : t('access.recordOfNobody')}</p>
    </div>
  );
}

const unitOf = (way: Way) => way.org_unit_names.at(-1) ?? '';

/** By what role, for whom and until when, if he stands in. */
function sentence(t: TFunction, way: Way, owner: string): string {
  const said = t(`access.via.${way.kind}`, { role: way.role_display_name, unit: unitOf(way), owner });
  return said + standsIn(t, way);
}

function reach(t: TFunction, way: Way): string {
  return (
    t(`access.scope.${way.scope}`, { role: way.role_display_name, unit: unitOf(way) }) + standsIn(t, way)
  );
}

const standsIn = (t: TFunction, way: Way) =>
  way.absent
    ? ` ${t('access.standsIn', { name: way.absent_display_name, day: way.end_date ? date(way.end_date) : '' })}`
    : '';
