using ScoreSde.Networks;

namespace ScoreSde.Tests.Networks;

public sealed class WorkspacePoolTests
{
    private readonly WorkspacePool<float> pool = new(new ResidualMlp<float>(new MlpSettings(2, 4, 1, 2, 0), 1), 3, training: false);

    [Fact]
    public void A_workspace_that_was_given_back_is_taken_again()
    {
        MlpWorkspace<float> first = pool.Take();
        pool.Return(first);
        Assert.Same(first, pool.Take());
        Assert.Equal(3, first.Rows);
        Assert.False(first.Training);
    }

    [Fact]
    public void No_workspace_is_out_twice()
    {
        // More than the pool has places for: some are dropped, none is handed to two.
        int count = (4 * Environment.ProcessorCount) + 1;
        for (int round = 0; round < 2; round++)
        {
            MlpWorkspace<float>[] taken = [.. Enumerable.Range(0, count).Select(_ => pool.Take())];
            Assert.Equal(count, taken.Distinct().Count());
            Array.ForEach(taken, pool.Return);
        }
    }
}
