/* What Qt asks of Windows' own icuuc.dll, for proofs under Wine, which lacks it: each converter "is not available", so
   that Qt goes on without one. Never part of a package. */
#define OFFERED __declspec(dllexport)
#define MISSING_FILE 4 /* U_FILE_ACCESS_ERROR */

typedef void *converter;

static void refuse(int *error) { if (error) *error = MISSING_FILE; }

OFFERED converter ucnv_open(const char *name, int *error) { (void)name; refuse(error); return 0; }
OFFERED void ucnv_close(converter one) { (void)one; }
OFFERED void ucnv_reset(converter one) { (void)one; }
OFFERED signed char ucnv_getMaxCharSize(converter one) { (void)one; return 4; }
OFFERED const char *ucnv_getName(converter one, int *error) { (void)one; refuse(error); return 0; }
OFFERED const char *ucnv_getStandardName(const char *name, const char *standard, int *error)
{ (void)name; (void)standard; refuse(error); return 0; }
OFFERED int ucnv_countAvailable(void) { return 0; }
OFFERED const char *ucnv_getAvailableName(int at) { (void)at; return 0; }
OFFERED int ucnv_fromUCountPending(converter one, int *error) { (void)one; refuse(error); return 0; }
OFFERED int ucnv_toUCountPending(converter one, int *error) { (void)one; refuse(error); return 0; }
OFFERED void ucnv_getToUCallBack(converter one, void **act, void **of) { (void)one; (void)act; (void)of; }
OFFERED void ucnv_getFromUCallBack(converter one, void **act, void **of) { (void)one; (void)act; (void)of; }
OFFERED void ucnv_setToUCallBack(converter one, void *act, void *of, void **was, void **was_of, int *error)
{ (void)one; (void)act; (void)of; (void)was; (void)was_of; refuse(error); }
OFFERED void ucnv_setFromUCallBack(converter one, void *act, void *of, void **was, void **was_of, int *error)
{ (void)one; (void)act; (void)of; (void)was; (void)was_of; refuse(error); }
OFFERED void ucnv_cbToUWriteUChars(void *to, void *from, int count, int offset, int *error)
{ (void)to; (void)from; (void)count; (void)offset; refuse(error); }
OFFERED void ucnv_cbFromUWriteUChars(void *to, void **from, void *end, int offset, int *error)
{ (void)to; (void)from; (void)end; (void)offset; refuse(error); }
OFFERED void ucnv_toUnicode(converter one, void *to, void *to_end, void *from, void *from_end, void *offsets,
                            signed char flush, int *error)
{ (void)one; (void)to; (void)to_end; (void)from; (void)from_end; (void)offsets; (void)flush; refuse(error); }
OFFERED void ucnv_fromUnicode(converter one, void *to, void *to_end, void *from, void *from_end, void *offsets,
                              signed char flush, int *error)
{ (void)one; (void)to; (void)to_end; (void)from; (void)from_end; (void)offsets; (void)flush; refuse(error); }
OFFERED void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
OFFERED void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
