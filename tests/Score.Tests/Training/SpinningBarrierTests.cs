using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class SpinningBarrierTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Nobody_passes_before_all_have_come_however_often(int participants)
    {
        const int Rounds = 300;
        var barrier = new SpinningBarrier(participants);
        int arrived = 0;
        int early = 0;
        Thread[] threads = [.. Enumerable.Range(0, participants).Select(_ => new Thread(() =>
        {
            for (int round = 1; round <= Rounds; round++)
            {
                Interlocked.Increment(ref arrived);
                barrier.SignalAndWait();
                if (Volatile.Read(ref arrived) < round * participants)
                {
                    Interlocked.Increment(ref early);
                }

                barrier.SignalAndWait();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(Rounds * participants, arrived);
        Assert.Equal(0, early);
    }

    [Fact]
    public void One_who_has_gone_to_sleep_is_woken()
    {
        var barrier = new SpinningBarrier(2);
        var sleeper = new Thread(barrier.SignalAndWait);
        sleeper.Start();
        Assert.True(SpinWait.SpinUntil(() => sleeper.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(30)));
        barrier.SignalAndWait();
        Assert.True(sleeper.Join(TimeSpan.FromSeconds(30)));
    }
}
