#if HTTPClient
#endif
