/** A drag of one of a series: somebody says whether others move along with it. */
import type { QueryClient } from '@tanstack/react-query';
import i18n from 'i18next';
import type { WhenInput } from '@/features/works/api';
import { http, idOf, unwrap } from '@/shared/api/client';
import { toastDone, toastError } from '@/shared/ui/toast';
import { updateSeries } from './api';
import { askScope } from './asking';

interface Card {
  name: string;
  display_name: string;
  series: string;
}

interface Landing {
  when?: WhenInput;
  owner?: string;
}

/** Whether it is left to the caller to move this one; the others are moved here. */
export async function movesAlone(client: QueryClient, card: Card, landing: Landing): Promise<boolean> {
  const scope = await askScope();
  if (!scope || scope === 'only') return scope === 'only';
  try {
    await moveAll(card, landing, scope === 'all');
    toastDone(i18n.t('planner.moved', { work: card.display_name }));
  } catch (error) {
    toastError(error);
  }
  await client.invalidateQueries({ queryKey: ['works'] });
  return false;
}

async function moveAll(card: Card, { when, owner }: Landing, all: boolean) {
  const params = { path: { work_series: idOf(card.series) } };
  const series = await unwrap(http.GET('/v1/workSeries/{work_series}', { params }));
  const work = { ...(when && { when }), ...(owner !== undefined && { owner }) };
  return updateSeries({ series, work, from: card, all });
}
