/**
 * What the API is run with; docker/Dockerfile says the same. What a request makes is garbage when it is answered, and in
 * a nursery of 64 MB in place of 16 most of it is gone before anybody copies it: fills cost a fifth less.
 */
export const apiFlags = ['--enable-source-maps', '--max-semi-space-size=64'];
