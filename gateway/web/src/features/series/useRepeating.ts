/** How the work of a form repeats: as its series does, and as somebody chooses. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Work } from '@/features/works/api';
import { isDate } from '@/features/works/when';
import { type Repeated, seriesQuery, type WorkSeries } from './api';
import { along, ONCE, type Repeat, repeatOf, ruleOf } from './rule';

export interface Repeating {
  /** Of which it is one; unset as long as that is not known. */
  series?: WorkSeries;
  isPending: boolean;
  repeat: Repeat;
  /** What is sent of it. */
  repeated: Repeated | null;
  /** What of it is otherwise than the series is. */
  changed: Partial<Repeated>;
  choose: (repeat: Repeat) => void;
}

/** `day`: of the work; what was made of its day moves along with it, as the server moves the rule. */
export function useRepeating(day: string, work?: Work): Repeating {
  const { data: series } = useQuery(seriesQuery(work?.series ?? ''));
  const [first] = useState(day);
  const [chosen, setChosen] = useState<{ repeat: Repeat; day: string } | null>(null);
  const known = series ? follow(repeatOf(series), first, day) : ONCE;
  const repeat = chosen ? follow(chosen.repeat, chosen.day, day) : known;
  const repeated = ruleOf(repeat);
  const before = ruleOf(known);
  return {
    series,
    isPending: Boolean(work?.series) && !series,
    repeat,
    repeated,
    changed: {
      ...(series && repeated && repeated.rule !== before?.rule && { rule: repeated.rule }),
      ...(series &&
        repeated &&
        repeated.on_day_off !== before?.on_day_off && { on_day_off: repeated.on_day_off }),
    },
    choose: (next) => setChosen({ repeat: next, day }),
  };
}

function follow(repeat: Repeat, before: string, after: string): Repeat {
  if (!repeat.pattern || !isDate(before) || !isDate(after)) return repeat;
  return { ...repeat, pattern: along(repeat.pattern, before, after) };
}
