import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { lookUp, useRefresh } from './api';
import {
  type Answer,
  type Difference,
  type Held,
  overwrite,
  planOf,
  type RegistryField,
  type Values,
  valuesOf,
} from './model';

export interface LookupOptions {
  /** What the form holds now. */
  current: Held;
  writable: (field: RegistryField) => boolean;
  /** Takes a patch of fields into the form. */
  onFill: (patch: Values) => void;
  /** The kind is not settled yet: an answer may change it without asking. */
  freeKind?: boolean;
  /** Asks before anything is filled, too: filling is saving here. */
  confirmFirst?: boolean;
}

export interface RegistryLookup {
  look: (inn: string, kpp?: string) => void;
  pending: boolean;
  error: unknown;
  answer: Answer | undefined;
  /** Fields filled by the present answer. */
  filled: RegistryField[];
  /** What differs from what was typed. */
  differences: Difference[];
  replace: (chosen: readonly Difference[]) => void;
  /** Saving has to be confirmed, and is not. */
  unconfirmed: boolean;
  confirmed: boolean;
  confirm: (confirmed: boolean) => void;
  dismiss: () => void;
  /** Keeps the present answer with the client that was made of it. */
  attach: (client: string) => void;
}

/** Fills a form from the registry: empty fields at once, typed ones only where the person says so. */
export function useRegistryLookup(options: LookupOptions): RegistryLookup {
  const { mutate, reset, isPending, error, data } = useMutation({
    meta: { handled: true },
    mutationFn: ({ inn, kpp }: { inn: string; kpp: string }) => lookUp(inn, kpp),
  });
  const refresh = useRefresh();
  const latest = useRef(options);
  latest.current = options;
  const put = useRef<Values>({});
  const [filled, setFilled] = useState<RegistryField[]>([]);
  const [differences, setDifferences] = useState<Difference[]>([]);
  const [confirmed, confirm] = useState(false);

  const write = (patch: Values) => {
    if (Object.keys(patch).length === 0) return;
    put.current = { ...put.current, ...patch };
    setFilled((before) => [...new Set([...before, ...(Object.keys(patch) as RegistryField[])])]);
    latest.current.onFill(patch);
  };
  const take = (answer: Answer) => {
    setFilled([]);
    confirm(false);
    if (!answer.form) return setDifferences([]);
    const { current, writable, freeKind = false, confirmFirst } = latest.current;
    const plan = planOf(valuesOf(answer.form), current, put.current, writable, freeKind);
    if (confirmFirst && answer.must_confirm) {
      const fill = Object.entries(plan.fill).map(
        ([field, registry]) => ({ field, now: undefined, registry }) as Difference,
      );
      return setDifferences([...fill, ...plan.ask]);
    }
    setDifferences(plan.ask);
    write(plan.fill);
  };
  return {
    look: (inn, kpp = '') => mutate({ inn, kpp }, { onSuccess: take }),
    pending: isPending,
    error,
    answer: data,
    filled,
    differences,
    replace: (chosen) => {
      write(overwrite(chosen, latest.current.current));
      setDifferences((before) => before.filter((one) => !chosen.includes(one)));
    },
    unconfirmed: Boolean(data?.must_confirm) && !confirmed,
    confirmed,
    confirm,
    dismiss: () => {
      reset();
      setFilled([]);
      setDifferences([]);
      confirm(false);
    },
    attach: (client) => {
      if (data?.form) refresh.mutate(client);
    },
  };
}
