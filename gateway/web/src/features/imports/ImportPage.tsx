import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { customFieldsQuery } from '@/features/customFields';
import { count } from '@/shared/lib/format';
import { useCan } from '@/shared/session/session';
import { ErrorState } from '@/shared/ui/ErrorState';
import { NoRight } from '@/shared/ui/NoRight';
import { PageSkeleton } from '@/shared/ui/PageSkeleton';
import { StaleBar } from '@/shared/ui/StaleBar';
import { importQuery } from './api';
import s from './ImportPage.module.css';
import { type ImportFile, isBusy, NO_COUNTS, type Part, progressOf, STEPS, type Step, stepOf } from './model';
import { BusyStrip } from './parts/BusyStrip';
import { DeskHead } from './parts/DeskHead';
import { ReconciliationBar } from './parts/ReconciliationBar';
import { Steps } from './parts/Steps';
import type { Tab } from './rows';

// One step is open at a time; each brings its own code.
const FileStep = lazy(() => import('./parts/FileStep').then((module) => ({ default: module.FileStep })));
const MappingStep = lazy(() =>
  import('./parts/MappingStep').then((module) => ({ default: module.MappingStep })),
);
const RowsStep = lazy(() => import('./parts/RowsStep').then((module) => ({ default: module.RowsStep })));
const ResultStep = lazy(() =>
  import('./parts/ResultStep').then((module) => ({ default: module.ResultStep })),
);

const TAB_OF: Record<Part, Tab> = {
  created: 'CREATED',
  updated: 'UPDATED',
  waiting: 'VALID',
  duplicates: 'DUPLICATE',
  rejected: 'REJECTED',
};

/** The desk of one file: what was found in it, what is wrong, and what came of it. */
export function ImportPage() {
  const can = useCan();
  const { id } = useParams({ from: '/imports/$id' });
  if (!can('imports.read')) return <NoRight permission="imports.read" />;
  return <Desk key={id} name={`imports/${id}`} />;
}

function Desk({ name }: { name: string }) {
  const file = useQuery(importQuery(name));
  // Columns may become fields of the tenant's own, which are called by their names.
  useQuery(customFieldsQuery);
  useFreshRows(name, file.data);
  if (file.isPending) return <PageSkeleton />;
  if (!file.data) return <ErrorState error={file.error} retry={() => void file.refetch()} />;
  return (
    <Loaded file={file.data}>
      {file.isError && <StaleBar time={file.dataUpdatedAt} retry={() => void file.refetch()} />}
    </Loaded>
  );
}

/** Rows are asked for again when a worker has finished with them, not while the user repairs them. */
function useFreshRows(name: string, file: ImportFile | undefined) {
  const client = useQueryClient();
  const busy = file ? isBusy(file.state) : undefined;
  const was = useRef(busy);
  useEffect(() => {
    if (was.current && busy === false) void client.invalidateQueries({ queryKey: ['importRows', name] });
    was.current = busy;
  }, [busy, client, name]);
}

function Loaded({ file, children }: { file: ImportFile; children: ReactNode }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/imports/$id' });
  const navigate = useNavigate({ from: '/imports/$id' });
  const step = STEPS.find((one) => one === search.step) ?? (search.verdict ? 'rows' : stepOf(file));
  const go = (next: Step) => void navigate({ search: { step: next } });
  const showRows = (verdict: Tab) => void navigate({ search: { step: 'rows', verdict } });
  const counts = file.counts ?? NO_COUNTS;
  return (
    <div className={s.desk}>
      {children}
      <DeskHead file={file} />
      <Steps file={file} step={step} onStep={go} />
      <ReconciliationBar
        file={file}
        onPart={(part) => showRows(part === 'waiting' && file.state === 'UNDONE' ? 'UNDONE' : TAB_OF[part])}
      />
      {isBusy(file.state) && (
        <BusyStrip
          share={progressOf(file)}
          text={t(`importsUi.busy.${file.state}`, {
            rows: count(counts.read),
            done: count(counts.created + counts.updated),
            all: count(counts.created + counts.updated + counts.waiting),
          })}
        />
      )}
      <div className={s.step} data-step={step}>
        <Suspense fallback={<PageSkeleton />}>
          {step === 'file' && <FileStep file={file} onStep={go} />}
          {step === 'mapping' && <MappingStep key={file.mapping.length} file={file} onStep={go} />}
          {step === 'rows' && <RowsStep file={file} />}
          {step === 'result' && <ResultStep file={file} onRows={showRows} />}
        </Suspense>
      </div>
    </div>
  );
}
