import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const ImportPage = () => <PageSkeleton />;
