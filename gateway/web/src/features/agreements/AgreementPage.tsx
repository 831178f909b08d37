import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { priceListsQuery } from '@/features/products';
import { idOf } from '@/shared/api/client';
import { date, dateTime } from '@/shared/lib/format';
import { useTitle } from '@/shared/lib/useTitle';
import { useCan } from '@/shared/session/session';
import { ConfirmTyped } from '@/shared/ui/ConfirmTyped';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageHead } from '@/shared/ui/PageHead';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { toastDone } from '@/shared/ui/toast';
import s from './Agreements.module.css';
import { type Agreement, agreementQuery, type Step, useStep } from './api';
import { Differences, OwnPrices } from './Differences';
import { StateTag } from './StateTag';
import { termRows } from './texts';

const AgreementDrawer = lazy(() =>
  import('./AgreementDrawer').then((module) => ({ default: module.AgreementDrawer })),
);

export function AgreementPage() {
  const can = useCan();
  const { id } = useParams({ from: '/agreements/$id' });
  const found = useQuery(agreementQuery(`agreements/${id}`));
  if (!can('agreements.read')) return <NoRight permission="agreements.read" />;
  if (found.isPending) return <PageSkeleton />;
  const retry = () => void found.refetch();
  if (!found.data) return <ErrorState error={found.error} retry={retry} />;
  return (
    <>
      {found.isError && <StaleBar time={found.dataUpdatedAt} retry={retry} />}
      <Card key={found.data.name} agreement={found.data} />
    </>
  );
}

function Card({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  useTitle(agreement.display_name);
  const { data: lists = [] } = useQuery(priceListsQuery);
  const [editing, setEditing] = useState(false);
  const priceList = (name: string) => lists.find((each) => each.name === name)?.display_name ?? '…';
  const terms = agreement.terms ? termRows(t, agreement.terms, priceList(agreement.terms.price_list)) : [];
  return (
    <article className={s.page} aria-label={agreement.display_name}>
      <PageHead title={agreement.display_name} aside={<StateTag state={agreement.state} />}>
        <Steps agreement={agreement} onEdit={() => setEditing(true)} />
      </PageHead>
      <div className={s.columns}>
        <section className={`card ${s.part}`} aria-label={t('agreements.terms')}>
          <h2>{t('agreements.terms')}</h2>
          {terms.length === 0 && <p className={s.quiet}>{t('agreements.noTerms')}</p>}
          <dl className={s.rows}>
            {terms.map(([field, value]) => (
              <div key={field}>
                <dt>{t(`agreements.term.${field}`)}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <OwnPrices agreement={agreement} />
          {agreement.kind === 'INDIVIDUAL' && <Differences agreement={agreement} priceList={priceList} />}
        </section>
        <aside className={`card ${s.part}`} aria-label={t('agreements.about')}>
          <About agreement={agreement} />
          <History agreement={agreement} />
        </aside>
      </div>
      <Suspense>
        {editing && <AgreementDrawer agreement={agreement} onClose={() => setEditing(false)} />}
      </Suspense>
    </article>
  );
}

function About({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  const days = [agreement.from_date, agreement.to_date].map((day) => (day ? date(day) : '…'));
  return (
    <dl className={s.rows}>
      <div>
        <dt>{t('agreements.kind')}</dt>
        <dd>{agreement.kind && t(`enums.Agreement.Kind.${agreement.kind}`)}</dd>
      </div>
      {agreement.counterparty && (
        <div>
          <dt>{t('agreements.client')}</dt>
          <dd>
            <Link
              className="link"
              to="/counterparties/$id"
              params={{ id: idOf(agreement.counterparty) }}
              search={{}}
            >
              {agreement.counterparty_display_name}
            </Link>
          </dd>
        </div>
      )}
      {(agreement.from_date || agreement.to_date) && (
        <div>
          <dt>{t('agreements.holds')}</dt>
          <dd>{days.join(' — ')}</dd>
        </div>
      )}
      {agreement.standard && (
        <div>
          <dt>{t('agreements.standard')}</dt>
          <dd>
            <Link className="link" to="/agreements/$id" params={{ id: idOf(agreement.standard) }}>
              {t('agreements.open')}
            </Link>
          </dd>
        </div>
      )}
      {agreement.comment && (
        <div>
          <dt>{t('agreements.comment')}</dt>
          <dd>{agreement.comment}</dd>
        </div>
      )}
    </dl>
  );
}

function History({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation();
  if (agreement.steps.length === 0) return null;
  return (
    <>
      <h2>{t('agreements.approval')}</h2>
      <ol className={s.steps}>
        {agreement.steps.map((step) => (
          <li key={`${step.time}${step.state}`}>
            <b>{step.state && t(`enums.Agreement.State.${step.state}`)}</b>
            <span>
              {step.user_display_name} · {step.time ? dateTime(step.time) : ''}
            </span>
            {step.comment && <span>{step.comment}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

function Steps({ agreement, onEdit }: { agreement: Agreement; onEdit: () => void }) {
  const { t } = useTranslation();
  const can = useCan();
  const navigate = useNavigate();
  const step = useStep(agreement);
  const [asking, setAsking] = useState<'decline' | 'terminate'>();
  const [comment, setComment] = useState('');
  const go = (which: Step) =>
    step.mutate(
      { step: which, comment: comment.trim() || undefined },
      {
        onSuccess: (done) => {
          setAsking(undefined);
          setComment('');
          toastDone(t(`agreements.done.${which}`));
          if (which === 'revise') {
            void navigate({ to: '/agreements/$id', params: { id: idOf(done.name) } });
          }
        },
      },
    );
  const button = (which: Step, onClick: () => void, main = false) => (
    <Button key={which} variant={main ? 'filled' : 'default'} loading={step.isPending} onClick={onClick}>
      {t(`agreements.step.${which}`)}
    </Button>
  );
  const writes = can('agreements.write');
  const approves = can('agreements.approve');
  return (
    <>
      {agreement.state === 'DRAFT' && writes && (
        <>
          <Button variant="default" onClick={onEdit}>
            {t('ui.edit')}
          </Button>
          {button('submit', () => go('submit'), true)}
        </>
      )}
      {agreement.state === 'SUBMITTED' && approves && (
        <>
          {button('decline', () => setAsking('decline'))}
          {button('approve', () => go('approve'), true)}
        </>
      )}
      {agreement.state === 'APPROVED' && (
        <>
          {approves && button('terminate', () => setAsking('terminate'))}
          {writes && button('revise', () => go('revise'))}
        </>
      )}
      <ConfirmTyped
        opened={Boolean(asking)}
        title={asking ? t(`agreements.ask.${asking}`) : ''}
        confirm={asking ? t(`agreements.step.${asking}`) : ''}
        loading={step.isPending}
        onConfirm={() => asking && go(asking)}
        onClose={() => setAsking(undefined)}
      >
        <Textarea
          label={t('agreements.comment')}
          autosize
          minRows={2}
          maxLength={1000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
      </ConfirmTyped>
    </>
  );
}
