package io.github.threadsandbox.learn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "pool-1-thread-3; pool-*-thread-*; pool-thread",
                "http-nio-8080-exec-1; http-nio-*-exec-*; http-nio-exec",
                "kafka-producer-network-thread | producer-1; kafka-producer-network-thread | producer-*;"
                        + " kafka-producer-network-thread-producer",
                "OkHttp https://example.org/...; OkHttp https://example.org/...; ok-http-https-example-org",
                "peer 10.0.0.1:443; peer *; peer",
                "peer [fe80::1]:443; peer *; peer",
                "lock@1f2e3d4c; lock@*; lock",
                "conn 0x7f00ff; conn *; conn",
                "session 3f2a1b4c-0001-4abc-8def-0123456789ab; session *; session",
                "job deadbeef00; job *; job",
                "feedface; feedface; feedface",
                "H2-save; H2-save; h2-save",
                "s3-upload-7; s3-upload-*; s3-upload",
                "worker2; worker*; worker",
                "MVStore background writer /srv/db/shop.mv.db; MVStore background writer *; mvstore-background-writer",
                "include; include; include-threads",
                "17; *; threads",
            })
    void numbersAreStars(String name, String pattern, String role) {
        assertEquals(pattern, ThreadNames.pattern(name));
        assertEquals(role, ThreadNames.role(pattern));
    }
}
