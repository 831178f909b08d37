import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const ProfilePage = () => <PageSkeleton />;
