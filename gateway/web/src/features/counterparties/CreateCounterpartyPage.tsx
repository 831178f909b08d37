import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const CreateCounterpartyPage = () => <PageSkeleton />;
