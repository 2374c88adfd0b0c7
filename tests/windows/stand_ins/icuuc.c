/* A stand-in for Windows' own icuuc.dll, which Wine 8 lacks and Qt6Core.dll (since 6.10) links to. Every converter
 * look-up fails, and Qt falls back on its own UTF codecs. For tests under Wine only: Windows since 10 1703 has the real one. */
typedef int UErrorCode;
enum { U_FILE_ACCESS_ERROR = 4 };
#define EXPORT __declspec(dllexport)
EXPORT void *ucnv_open(const char *name, UErrorCode *error) { (void)name; *error = U_FILE_ACCESS_ERROR; return 0; }
EXPORT const char *ucnv_getName(void *converter, UErrorCode *error) { (void)converter; *error = U_FILE_ACCESS_ERROR; return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, UErrorCode *error) {
  (void)name; (void)standard; *error = U_FILE_ACCESS_ERROR; return 0;
}
EXPORT const char *ucnv_getAvailableName(int number) { (void)number; return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT signed char ucnv_getMaxCharSize(void *converter) { (void)converter; return 1; }
EXPORT int ucnv_toUCountPending(void *converter, UErrorCode *error) { (void)converter; (void)error; return 0; }
EXPORT int ucnv_fromUCountPending(void *converter, UErrorCode *error) { (void)converter; (void)error; return 0; }
#define NOTHING(name) EXPORT void name(void) {}
NOTHING(ucnv_close) NOTHING(ucnv_reset) NOTHING(ucnv_toUnicode) NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_getToUCallBack) NOTHING(ucnv_getFromUCallBack) NOTHING(ucnv_setToUCallBack) NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_cbToUWriteUChars) NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE) NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
