import { Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScopeDialog } from '@/features/series';
import { createSeries, type Repeated, updateSeries } from '@/features/series/api';
import type { Scope } from '@/features/series/asking';
import { useRepeating } from '@/features/series/useRepeating';
import { toastDone } from '@/shared/ui/toast';
import { updateWork, useChangeWork, type Work, type WorkInput } from '../api';
import { useZone } from '../useZone';
import { changesOf, draftOf, inputOf } from './draft';
import { Form } from './WorkForm';

const isAny = (changed: object) => Object.keys(changed).length > 0;
const WITH_OTHERS: Scope[] = ['following', 'all'];

export function EditWork({ work, onClose }: { work: Work; onClose: () => void }) {
  const { t } = useTranslation();
  const zone = useZone();
  const [before] = useState(() => draftOf(work, zone));
  const [draft, setDraft] = useState(before);
  const [asking, setAsking] = useState(false);
  const repeating = useRepeating(draft.when.date, work);
  const { series, repeated, changed: rule } = repeating;
  const changed = changesOf(draft, before, zone);
  const alone = useChange(work);
  const withOthers = useChangeWork(updateSeries);
  const done = {
    onSuccess: () => {
      toastDone(t('ui.saved'));
      onClose();
    },
    onError: () => setAsking(false),
  };
  const begins = !work.series && repeated;
  const submit = () => {
    if (!isAny(changed) && !isAny(rule) && !begins) return onClose();
    if (series && series.state !== 'DELETED') return setAsking(true);
    alone.mutate({ changed, whole: inputOf(draft, zone), repeated: begins || null }, done);
  };
  const choose = (scope: Scope) => {
    if (scope === 'only') alone.mutate({ changed, whole: changed, repeated: null }, done);
    else if (series)
      withOthers.mutate({ series, work: changed, repeated: rule, from: work, all: scope === 'all' }, done);
  };
  const saving = alone.isPending || withOthers.isPending;
  return (
    <>
      <Form
        title={t('works.editing')}
        action={t('ui.save')}
        saving={saving || repeating.isPending}
        error={alone.error ?? withOthers.error}
        draft={draft}
        repeating={repeating}
        names={{
          subject: work.subject_display_name,
          contact: work.contact_display_name,
          client: work.counterparty,
        }}
        onChange={setDraft}
        onSubmit={submit}
        onClose={onClose}
      />
      <Suspense>
        {asking && (
          <ScopeDialog
            what="edit"
            // Another rule is never that of one alone.
            scopes={isAny(rule) ? WITH_OTHERS : undefined}
            saving={saving}
            onChoose={choose}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </>
  );
}

interface Change {
  changed: WorkInput;
  /** What the others are to be, if it is to be the first of several. */
  whole: WorkInput;
  repeated: Repeated | null;
}

/** This one; once more after a refusal of its rule, it is not stale. */
function useChange({ name, etag }: Work) {
  const latest = useRef(etag);
  return useChangeWork(async ({ changed, whole, repeated }: Change) => {
    if (isAny(changed)) {
      latest.current = (await updateWork({ ...changed, name, etag: latest.current })).etag;
    }
    if (repeated) await createSeries(whole, repeated, name);
  });
}
