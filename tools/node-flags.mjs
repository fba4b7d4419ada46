/**
 * What the API is run with; docker/Dockerfile says the same. What a request makes is garbage when it is answered, and in
 * a nursery of 32 MB in place of 16 most of it is gone before anybody copies it. What did get older is looked through when
 * it is half as much again as what was needed, not four times as much: busy, the process needs a third less memory.
 */
export const apiFlags = ['--enable-source-maps', '--max-semi-space-size=32', '--heap-growing-percent=50'];
