import { PageSkeleton } from '@/shared/ui/PageSkeleton';

export const ImportsPage = () => <PageSkeleton />;
