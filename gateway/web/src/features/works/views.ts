/** The views of the list of works. */
import { fromViewQuery, toViewQuery } from '@/shared/lib/search';
import type { Views } from '@/shared/ui/views/views';
import { readWorkSearch, type WorkSearch } from './search';

export const VIEWS: Views<WorkSearch> = {
  resource: 'works',
  builtIn: {
    all: { search: {}, label: 'works.views.all' },
    mine: { search: { owner: ['users/me'] }, label: 'works.views.mine' },
    queue: { search: { owner: ['users/none'] }, label: 'works.views.queue' },
    overdue: { search: { overdue: 'true' }, label: 'works.views.overdue' },
    ended: { search: { state: ['DONE', 'CANCELLED'] }, label: 'works.views.ended' },
    bin: { search: { state: ['DELETED'] }, label: 'works.views.bin' },
  },
  write: toViewQuery,
  read: (query) => fromViewQuery(query, readWorkSearch),
};
