// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace latent::testing {

// Who the tests' own server says it is. Known to the world, so trusted by nobody but the tests:
//     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj
//     /CN=localhost
//         -addext subjectAltName=DNS:localhost,IP:127.0.0.1
inline constexpr char kTlsKey[] = "-----BEGIN PRIVATE KEY-----\n"
                                  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk+Ea7icuxdnjrirt\n"
                                  "ZIJnMIt5KYocph18kGLg8lz5hpuhRANCAASZlT+NF7YMahB4IkPSK8Q+1TvKBIG5\n"
                                  "adhFo5w6ge/PUmFCrB5LV5y4+ZGPxqBhSwWSp9h2DVzJN8EZ5eupGItD\n"
                                  "-----END PRIVATE KEY-----\n";
inline constexpr char kTlsCertificate[] = "-----BEGIN CERTIFICATE-----\n"
                                          "MIIBmzCCAUGgAwIBAgIUXV4HYZbJBDbketYuKw58f1J/+n0wCgYIKoZIzj0EAwIw\n"
                                          "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjIyMTk0M1oYDzIxMjYxMTAy\n"
                                          "MjIxOTQzWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO\n"
                                          "PQMBBwNCAASZlT+NF7YMahB4IkPSK8Q+1TvKBIG5adhFo5w6ge/PUmFCrB5LV5y4\n"
                                          "+ZGPxqBhSwWSp9h2DVzJN8EZ5eupGItDo28wbTAdBgNVHQ4EFgQUEv3aYPKToKei\n"
                                          "ddaf4gwCaey4cK8wHwYDVR0jBBgwFoAUEv3aYPKToKeiddaf4gwCaey4cK8wDwYD\n"
                                          "VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI\n"
                                          "zj0EAwIDSAAwRQIgQQK/STddotEL1X+EomSV95FN/tgJ3K9yUwWcs4Zp+bECIQDz\n"
                                          "2xzeSbirDC33+gXfwrvB3waKkzH10XHwakcpFLfMBQ==\n"
                                          "-----END CERTIFICATE-----\n";

} // namespace latent::testing
