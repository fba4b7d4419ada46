import { Skeleton } from '@mantine/core';

/** While the code of a page is on its way. */
export const PageSkeleton = () => (
  <div role="status">
    <span className="spoken">The page is loading</span>
    <Skeleton height={32} width={220} radius="md" mb={28} />
    <Skeleton height={180} radius="lg" mb={20} />
    <Skeleton height={320} radius="lg" />
  </div>
);
