using ScoreSde.Training;

namespace ScoreSde.Tests.Training;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void As_many_work_as_are_asked_for_within_four_a_processor(int threads)
    {
        using var team = new WorkerTeam(threads);
        Assert.Equal(Math.Min(threads, 4 * Environment.ProcessorCount), team.Size);
        int seen = 0;
        team.Run(40, (piece, worker) =>
        {
            Assert.InRange(worker, 0, threads - 1);
            Interlocked.Add(ref seen, piece);
        });
        Assert.Equal(40 * 39 / 2, seen);
    }

    [Fact]
    public void Without_a_number_each_processor_works_and_no_more_than_four_times_as_many_do()
    {
        using var team = new WorkerTeam(0);
        Assert.Equal(Environment.ProcessorCount, team.Size);
        using var most = new WorkerTeam((4 * Environment.ProcessorCount) + 1);
        Assert.Equal(4 * Environment.ProcessorCount, most.Size);
    }
}
