/** A drag of one of a series that moves others along. */

import type { WhenInput } from '@/features/works/api';
import { http, idOf, unwrap } from '@/shared/api/client';
import { updateSeries } from './api';

interface Moving {
  card: { name: string; series: string };
  when?: WhenInput;
  owner?: string;
  all: boolean;
}

export async function moveSeries({ card, when, owner, all }: Moving) {
  const params = { path: { work_series: idOf(card.series) } };
  const series = await unwrap(http.GET('/v1/workSeries/{work_series}', { params }));
  const work = { ...(when && { when }), ...(owner !== undefined && { owner }) };
  return updateSeries({ series, work, from: card, all });
}
