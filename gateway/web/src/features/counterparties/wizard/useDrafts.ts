import { useQuery } from '@tanstack/react-query';
import { draftsQuery } from './api';

/** The person's own drafts, those changed last first; none while they are not known. */
export const useDrafts = () => useQuery({ ...draftsQuery, staleTime: 10_000 }).data ?? [];
