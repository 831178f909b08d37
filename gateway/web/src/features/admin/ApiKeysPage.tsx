import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const ApiKeysPage = () => <PageSkeleton />;
