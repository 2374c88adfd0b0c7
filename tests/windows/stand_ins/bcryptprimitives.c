/* A stand-in for Windows' own bcryptprimitives.dll, which Wine 8 lacks and Rust's standard library links to (uuid-utils,
 * cryptography, calamine). Random bytes come from the system as they do there. For tests under Wine only. */
#include <stddef.h>
__declspec(dllimport) unsigned char SystemFunction036(void *bytes, unsigned long count); /* RtlGenRandom */
__declspec(dllexport) int ProcessPrng(unsigned char *bytes, size_t count) { return SystemFunction036(bytes, (unsigned long)count); }
