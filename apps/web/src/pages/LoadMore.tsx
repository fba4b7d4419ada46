import { Button, Center } from '@mantine/core';

type Pages = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => Promise<unknown>;
};

/** Asks for the next page of a list where there is one. */
export const LoadMore = ({ pages: { hasNextPage, isFetchingNextPage, fetchNextPage } }: { pages: Pages }) =>
  hasNextPage && (
    <Center py="md">
      <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        Load more
      </Button>
    </Center>
  );
