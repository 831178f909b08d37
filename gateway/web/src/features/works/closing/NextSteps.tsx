import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { http, idOf, unwrap } from '@/shared/api/client';
import { useCan } from '@/shared/session/session';
import { toastDone, toastError } from '@/shared/ui/toast';
import { useChangeWork, type Work } from '../api';
import s from './NextSteps.module.css';

const at = (name: string) => ({ path: { work: idOf(name) } });

const nextStepsQuery = ({ name, etag }: Work) =>
  queryOptions({
    queryKey: ['works', 'nextSteps', name, etag],
    queryFn: async ({ signal }) =>
      (await unwrap(http.GET('/v1/works/{work}:findNextSteps', { params: at(name), signal }))).next_steps,
  });

/** Steps of its campaign that somebody decides on, now that it is closed. */
export function NextSteps({ work }: { work: Work }) {
  const { t } = useTranslation();
  const can = useCan();
  const { data: steps = [] } = useQuery(nextStepsQuery(work));
  const go = useChangeWork((step: string) =>
    unwrap(http.POST('/v1/works/{work}:continue', { params: at(work.name), body: { step } })),
  );
  if (steps.length === 0) return null;
  return (
    <section className={s.steps} aria-label={t('scripts.next')}>
      <b>{t('scripts.next')}</b>
      {steps.map(({ step, work: planned }) =>
        planned ? (
          <Link key={step?.id} className="link" to="/works/$id" params={{ id: idOf(planned) }}>
            {step?.display_name}
          </Link>
        ) : (
          <Button
            key={step?.id}
            size="compact-md"
            variant="light"
            disabled={!can('works.create')}
            loading={go.isPending && go.variables === step?.id}
            rightSection={<IconArrowRight size={15} />}
            onClick={() =>
              go.mutate(step?.id ?? '', {
                onSuccess: (made) => toastDone(t('works.created', { work: made.display_name })),
                onError: toastError,
              })
            }
          >
            {step?.display_name}
          </Button>
        ),
      )}
    </section>
  );
}
