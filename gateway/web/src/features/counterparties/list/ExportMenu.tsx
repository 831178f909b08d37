import type { ReactElement } from 'react';
import { ExportMenu as Formats } from '@/shared/ui/ExportMenu';
import { type BulkTarget, useExport } from '../bulk';

interface Props {
  target: BulkTarget;
  /** The button that opens it. */
  children: (loading: boolean) => ReactElement;
}

/** Clients as a file. */
export function ExportMenu({ target, children }: Props) {
  const { mutate, isPending } = useExport();
  return <Formats onExport={(format) => mutate({ target, format })}>{children(isPending)}</Formats>;
}
