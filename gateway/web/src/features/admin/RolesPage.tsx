import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const RolesPage = () => <PageSkeleton />;
