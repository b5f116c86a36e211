package io.xenscope.dissect.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.xenscope.dissect.analysis.Course.Span;
import io.xenscope.dissect.event.CheckpointEnd;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Courses keep their sums and stay small, whatever they are given. */
class CourseCountTest {

    private static Span sum(Course course) {
        return course.spans().stream().reduce(Span.NONE, Span::plus);
    }

    @Test
    void elementsAreSpreadEvenly() {
        CourseCount count = new CourseCount(10);
        count.add(5, 35, new Span(300, 30, 3, 0));
        count.add(35, 35, new Span(7, 0, 0, 0));
        Course course = count.course(100);
        assertThat(course.from()).isEqualTo(100);
        assertThat(course.spans())
                .containsExactly(
                        new Span(50, 5, 0, 0), new Span(100, 10, 1, 0), new Span(100, 10, 1, 0), new Span(57, 5, 1, 0));
    }

    @Test
    void spansAreJoinedWhenThereAreTooMany() {
        CourseCount count = new CourseCount(1);
        Random random = new Random(7);
        Span all = Span.NONE;
        long at = 0;
        for (int i = 0; i < 20_000; i++) {
            Span what = new Span(random.nextInt(1000), random.nextInt(10), 0, 1);
            long next = at + random.nextInt(1 << 20);
            count.add(at, next, what);
            all = all.plus(what);
            at = next;
        }
        Course course = count.course(0);
        assertThat(course.spans()).hasSizeBetween(CourseCount.MOST / 2, CourseCount.MOST);
        assertThat(course.width() * course.spans().size()).isGreaterThanOrEqualTo(at);
        assertThat(sum(course)).isEqualTo(all);
    }

    @Test
    void timesAndOffsetsThatJumpAreTaken() {
        CourseCount count = new CourseCount(1);
        count.add(0, Long.MAX_VALUE, new Span(100, 1, 1, 1));
        count.add(Long.MAX_VALUE, 5, new Span(10, 0, 0, 0));
        count.add(-3, -5, new Span(1, 0, 0, 0));
        assertThat(count.course(0).spans()).hasSizeLessThanOrEqualTo(CourseCount.MOST);
        assertThat(sum(count.course(0))).isEqualTo(new Span(111, 1, 1, 1));
    }

    @Test
    void epochsAreJoinedWhenThereAreTooMany() {
        EpochCourse course = new EpochCourse();
        for (long epoch = 2; epoch <= 1001; epoch++) {
            course.add(new CheckpointEnd(epoch, epoch, 2, 8192, 10, null, null, null));
        }
        assertThat(course.groups()).hasSizeBetween(EpochCourse.MOST / 2, EpochCourse.MOST);
        assertThat(course.groups().get(0)).isEqualTo(new EpochGroup(2, 9, 44, 8, 16, 65536, 80));
        assertThat(course.groups().stream().mapToLong(EpochGroup::epochs).sum()).isEqualTo(1000);
        assertThat(course.groups().stream().mapToLong(EpochGroup::wireBytes).sum())
                .isEqualTo(10_000);
        assertThat(course.groups().get(course.groups().size() - 1).last()).isEqualTo(1001);
    }
}
