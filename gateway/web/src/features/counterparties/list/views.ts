/** The views of the list of clients. */
import { fromViewQuery, type ListSearch, readListSearch, toViewQuery } from '@/shared/lib/search';
import type { Views } from '@/shared/ui/views/views';

export const VIEWS: Views<ListSearch> = {
  resource: 'counterparties',
  builtIn: {
    all: { search: {}, label: 'list.builtIn.all' },
    mine: { search: { owner: ['users/me'] }, label: 'list.builtIn.mine' },
    unowned: { search: { owner: ['users/none'] }, label: 'list.builtIn.unowned' },
    without_work: { search: { next_work: 'NONE' }, label: 'list.builtIn.withoutWork' },
    bin: { search: { deleted: 'true' }, label: 'list.builtIn.bin' },
  },
  write: toViewQuery,
  read: (query) => fromViewQuery(query, readListSearch),
};
