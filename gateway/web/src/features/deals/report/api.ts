/** Calls about what deals come to. */
import { queryOptions } from '@tanstack/react-query';
import { http, unwrap } from '@/shared/api/client';
import type { Schemas } from '@/shared/api/types';
import type { DealSearch } from '../search';
import type { Days } from './periods';

export type FunnelReport = Schemas['ReportFunnelResponse'];
export type ForecastReport = Schemas['ReportForecastResponse'];

export const funnelReportQuery = (funnel: string, { owner, org_unit }: DealSearch) =>
  queryOptions({
    queryKey: ['deals', 'report', 'funnel', funnel, owner, org_unit],
    queryFn: ({ signal }): Promise<FunnelReport> =>
      unwrap(http.GET('/v1/deals:reportFunnel', { params: { query: { funnel, owner, org_unit } }, signal })),
  });

export type LossReport = Schemas['ReportLossesResponse'];
export type LossRow = Schemas['LossRow'];

export const lossesQuery = (funnel: string, { owner, org_unit }: DealSearch, days: Days) => {
  const query = { funnel, owner, org_unit, min_close_date: days.closed_from, max_close_date: days.closed_to };
  return queryOptions({
    queryKey: ['deals', 'report', 'losses', query],
    queryFn: ({ signal }): Promise<LossReport> =>
      unwrap(http.GET('/v1/deals:reportLosses', { params: { query }, signal })),
  });
};

export const forecastQuery = (funnel: string, { owner, org_unit }: DealSearch) =>
  queryOptions({
    queryKey: ['deals', 'report', 'forecast', funnel, owner, org_unit],
    queryFn: ({ signal }): Promise<ForecastReport> =>
      unwrap(
        http.GET('/v1/deals:reportForecast', {
          params: { query: { funnel: [funnel], owner, org_unit } },
          signal,
        }),
      ),
  });
