using ScoreSde.Solvers;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Commands;

public sealed class ListTests
{
    [Fact]
    public void The_catalogue_is_as_kept() => Golden.Check("list", ProgramRun.Done("list").Out);

    [Theory]
    [InlineData("solvers")]
    [InlineData("models")]
    [InlineData("grids")]
    [InlineData("schedules")]
    [InlineData("data")]
    public void One_topic_is_its_part_of_the_whole(string topic) =>
        Assert.Contains(ProgramRun.Done("list", topic).Out, ProgramRun.Done("list").Out, StringComparison.Ordinal);

    [Fact]
    public void Every_known_solver_is_listed_under_its_name()
    {
        string solvers = ProgramRun.Done("list", "solvers").Out;
        Assert.All(KnownSolvers.All, solver => Assert.Contains($" {(solver is Ddim ? "ddim" : solver.Facts.Name)} ", solvers, StringComparison.Ordinal));
    }
}
