import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const CounterpartyPage = () => <PageSkeleton />;
