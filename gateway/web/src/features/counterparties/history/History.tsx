import { Suspense, useState } from 'react';
import { HistoryOf } from '@/features/merging';
import type { Counterparty } from '@/shared/api/types';
import type { CardAccess } from '../card/useAccess';
import { FIELDS, type FieldId, labelKey } from '../fields/fields';
import { Trail } from './Trail';
import { rootOf } from './texts';

/** What happened to the client, or to one that was merged into it. */
export function History({ row, access }: { row: Counterparty; access: CardAccess }) {
  const [subject, setSubject] = useState(row.name);
  // What the other one was before is no earlier value of this one.
  const own = subject === row.name;
  const writable = (field: string) => own && access.field(rootOf(field) as FieldId) === 'WRITE';
  return (
    <>
      {row.aliases.length > 0 && (
        <Suspense>
          <HistoryOf name={row.name} value={subject} onChange={setSubject} />
        </Suspense>
      )}
      <Trail
        key={subject}
        subject={{
          name: subject,
          service: 'counterparties',
          resource: 'COUNTERPARTY',
          fields: Object.keys(FIELDS),
          labelKey: (field) => labelKey(field, row.kind),
          writable,
        }}
      />
    </>
  );
}
