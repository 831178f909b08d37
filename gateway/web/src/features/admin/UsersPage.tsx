import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const UsersPage = () => <PageSkeleton />;
