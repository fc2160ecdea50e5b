package io.sparkformer.jobs.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LeasePoolTest {
    private final LeasePool<Plan> pool = new LeasePool<>();

    @Test
    void lease_afterReturn_sameObject() throws Exception {
        Plan first = leaseAndReturn("run");

        assertThat(leaseAndReturn("run")).isSameAs(first);
        assertThat(first.closed).isFalse();
    }

    @Test
    void lease_whileLeased_anotherObject() throws Exception {
        try (var one = pool.lease("run", Plan::new);
                var two = pool.lease("run", Plan::new)) {
            assertThat(two.get()).isNotSameAs(one.get());
        }
    }

    /** A plan lies in the memory of one GPU: a task that has another must not get it, nor close it. */
    @Test
    void lease_onAnotherDevice_anotherObjectOfTheSameRun() throws Exception {
        Plan first;
        try (var lease = pool.lease("run", "gpu0", Plan::new)) {
            first = lease.get();
        }
        try (var lease = pool.lease("run", "gpu1", Plan::new)) {
            assertThat(lease.get()).isNotSameAs(first);
        }
        try (var lease = pool.lease("run", "gpu0", Plan::new)) {
            assertThat(lease.get()).isSameAs(first);
        }
        assertThat(first.closed).isFalse();
    }

    /** A given-up attempt whose native code still runs must not share its plan with the attempt that follows. */
    @Test
    void lease_ofZombie_keptUntilItReturns() throws Exception {
        var zombie = pool.lease("run", Plan::new);
        Plan later;
        try (var retry = pool.lease("run", Plan::new)) {
            later = retry.get();
            assertThat(later).isNotSameAs(zombie.get());
        }
        try (var next = pool.lease("run", Plan::new)) {
            assertThat(next.get()).isSameAs(later);
        }
        zombie.close();

        try (var one = pool.lease("run", Plan::new);
                var two = pool.lease("run", Plan::new)) {
            assertThat(List.of(one.get(), two.get())).containsExactlyInAnyOrder(later, zombie.get());
        }
    }

    @Test
    void lease_ofAnotherRun_closesIdleObjects() throws Exception {
        Plan old = leaseAndReturn("old run");
        Plan now = leaseAndReturn("new run");

        assertThat(old.closed).isTrue();
        assertThat(now).isNotSameAs(old);
        assertThat(now.closed).isFalse();
    }

    @Test
    void lease_ofAnotherRun_leavesLeasedObjectsAlone() throws Exception {
        try (var busy = pool.lease("old run", Plan::new)) {
            leaseAndReturn("new run");

            assertThat(busy.get().closed).isFalse();
        }
    }

    @Test
    void lease_factoryFails_poolStillWorks() {
        assertThatThrownBy(() -> pool.lease("run", () -> {
                    throw new IllegalStateException("no memory");
                }))
                .hasMessage("no memory");
        assertThat(catchLease()).isNotNull();
    }

    @Test
    void lease_byManyThreads_neverShared() throws Exception {
        Set<Plan> made = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        Callable<Boolean> task = () -> {
            boolean alone = true;
            for (int i = 0; i < 2000; i++) {
                try (var lease = pool.lease("run", Plan::new)) {
                    made.add(lease.get());
                    alone &= lease.get().useAlone();
                }
            }
            return alone;
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Boolean> alone : threads.invokeAll(Collections.nCopies(4, task))) {
                assertThat(alone.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(made).hasSizeBetween(1, 4);
    }

    private Plan leaseAndReturn(String key) throws Exception {
        try (var lease = pool.lease(key, Plan::new)) {
            return lease.get();
        }
    }

    private Plan catchLease() {
        try {
            return leaseAndReturn("run");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Notices when two threads use it at the same time. */
    private static final class Plan implements AutoCloseable {
        private final List<Thread> users = Collections.synchronizedList(new ArrayList<>());
        private boolean closed;

        boolean useAlone() {
            users.add(Thread.currentThread());
            Thread.onSpinWait();
            boolean alone = users.size() == 1;
            users.remove(Thread.currentThread());
            return alone;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
