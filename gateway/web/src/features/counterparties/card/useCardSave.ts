import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '@/shared/api/client';
import type { Counterparty, CounterpartyPatch, OwnerCascade } from '@/shared/api/types';
import { toastError } from '@/shared/ui/toast';
import { fetchItem, itemKey, useUpdate } from '../api';
import { type Conflict, conflicts } from '../fields/merge';

export interface Clash {
  theirs: Counterparty;
  patch: CounterpartyPatch;
  conflicts: Conflict[];
  cascade: OwnerCascade[];
}

/** `cascade`: what goes to a new owner with the client. */
export type Save = (
  patch: Record<string, unknown>,
  base: Counterparty,
  cascade?: OwnerCascade[],
) => Promise<void>;

/**
 * Saves changed fields against the version that the person saw. If a colleague was faster, changes
 * of different fields are put together silently; a clash over one field is asked about.
 */
export function useCardSave(name: string) {
  const client = useQueryClient();
  const { mutateAsync } = useUpdate(name);
  const [clash, setClash] = useState<Clash | null>(null);
  const save: Save = async (changes, base, owner_cascade = []) => {
    const patch = changes as CounterpartyPatch;
    try {
      await mutateAsync({ ...patch, etag: base.etag, owner_cascade });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'STALE_ETAG') throw error;
      const theirs = await fetchItem(name);
      const found = conflicts(base, theirs, changes);
      client.setQueryData(itemKey(name), theirs);
      if (found.length) setClash({ theirs, patch, conflicts: found, cascade: owner_cascade });
      else await mutateAsync({ ...patch, etag: theirs.etag, owner_cascade });
    }
  };
  const settle = async (chosen: Record<string, unknown>) => {
    if (!clash) return;
    const { theirs, patch, cascade } = clash;
    setClash(null);
    const left = Object.fromEntries(
      Object.entries(patch).filter(([field]) => !(field in chosen) || chosen[field] !== undefined),
    );
    const body = { ...left, ...withoutUndefined(chosen) };
    if (!Object.keys(body).length) return;
    try {
      await save(body, theirs, cascade);
    } catch (error) {
      // What was typed is not lost: the question stands again.
      setClash(clash);
      toastError(error);
    }
  };
  return { save, clash, settle, dismiss: () => setClash(null) };
}

const withoutUndefined = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
