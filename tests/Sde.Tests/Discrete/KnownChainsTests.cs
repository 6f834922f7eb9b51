using ScoreSde.Discrete;
using ScoreSde.Schedules;

namespace ScoreSde.Tests.Discrete;

/// <summary>Chains by name: the figures of those who named them, and words that make no chain.</summary>
public sealed class KnownChainsTests
{
    // By the formulas of the papers in another language, in double.
    [Theory]
    [InlineData("ddpm", "ddpm:0.0001,0.02,1000", 0.0001, 0.01004004004004004, 0.02, 0.07858724288177824, 4.0358297653756754e-05)]
    [InlineData("scaled-linear", "scaled-linear:0.00085,0.012,1000", 0.00085, 0.00480379298055072, 0.012, 0.27766965045646763, 0.004660098513077236)]
    [InlineData("sigmoid", "sigmoid:0.0001,0.02,1000", 0.00014920520081703202, 0.010020120209938985, 0.01995079479918297, 0.30193105660219516, 3.968181990533219e-05)]
    [InlineData("cosine-ddpm", "cosine-ddpm:1000", 4.128422482196914e-05, 0.0031458862304780677, 0.999, 0.4938435904406382, 2.4287669070348567e-09)]
    public void A_name_is_the_chain_of_the_paper(string name, string full, double first, double middle, double last, double halfway, double end)
    {
        DdpmChain chain = KnownChains.Parse(name)!;
        Assert.Equal((1000, full), (chain.Steps, chain.Name));

        // The formula of the cosine is 1 minus a number near 1: its rounding is absolute.
        Near.Absolute(first, chain.Beta(1), 4e-16);
        Near.Absolute(middle, chain.Beta(500), 4e-16);
        Near.Relative(last, chain.Beta(1000), 1e-10);
        Near.Relative(halfway, chain.AlphaBar(500), 1e-11);
        Near.Relative(end, chain.AlphaBar(1000), 1e-9);
        Assert.Equal(chain.ToSchedule(), KnownChains.Parse(full)!.ToSchedule());
        Assert.Equal(full, chain.ToSchedule().Name);
    }

    [Fact]
    public void Numbers_after_the_name_are_taken_and_other_names_left()
    {
        DdpmChain chain = KnownChains.Parse("ddpm:0.001,0.05,50")!;
        Assert.Equal(50, chain.Steps);
        Near.Relative(0.001, chain.Beta(1), 1e-15);
        Near.Relative(0.05, chain.Beta(50), 1e-15);
        Assert.Null(KnownChains.Parse("linear:0.1,20"));
        Assert.NotEqual(chain.ToSchedule(), KnownChains.Parse("ddpm:0.001,0.05,51")!.ToSchedule());
        Assert.NotEqual(chain.ToSchedule(), KnownChains.Parse("ddpm:0.001,0.0500001,50")!.ToSchedule());
    }

    [Theory]
    [InlineData("ddpm:1,2", "takes first,last,T")]
    [InlineData("ddpm:a,0.02,1000", "takes first,last,T")]
    [InlineData("ddpm:", "takes first,last,T")]
    [InlineData("ddpm:0.0001,0.02,1", "whole number of steps T from 2")]
    [InlineData("ddpm:0.0001,0.02,10.5", "whole number of steps T from 2")]
    [InlineData("ddpm:0.0001,0.02,NaN", "whole number of steps T from 2")]
    [InlineData("ddpm:0.0001,1.5,10", "must lie between 0 and 1")]
    [InlineData("sigmoid:0.0001,NaN,10", "must lie between 0 and 1")]
    [InlineData("scaled-linear:-1,0.02,10", "finite and greater than 0")]
    [InlineData("cosine-ddpm:1,2", "takes T")]
    public void Words_that_make_no_chain_are_refused(string words, string fragment) =>
        Assert.Contains(fragment, Assert.ThrowsAny<ArgumentException>(() => KnownChains.Parse(words)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_table_of_integrals_is_the_table_it_was_taken_from()
    {
        TableSchedule table = DdpmChain.Cosine(20).ToSchedule();
        TableSchedule same = TableSchedule.FromIntegrals(table.Integrals, "again");
        Assert.Equal(table, same);
        Assert.Equal(table.GetHashCode(), same.GetHashCode());
        Assert.Equal(table.Beta(0.3), same.Beta(0.3));
        Assert.Contains("−ln ᾱ_0 is 1", Assert.Throws<ArgumentException>(static () => TableSchedule.FromIntegrals([1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Contains("−ln ᾱ_2 is 1", Assert.Throws<ArgumentException>(static () => TableSchedule.FromIntegrals([0, 1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("−ln ᾱ_1 is NaN", Assert.Throws<ArgumentException>(static () => TableSchedule.FromIntegrals([0, double.NaN, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("at least two steps", Assert.Throws<ArgumentException>(static () => TableSchedule.FromIntegrals([0, 1])).Message, StringComparison.Ordinal);
    }
}
