import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const CounterpartiesPage = () => <PageSkeleton />;
