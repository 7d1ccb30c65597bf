// See landline_precompile() in Landline.cmake: a header is precompiled for a source.
