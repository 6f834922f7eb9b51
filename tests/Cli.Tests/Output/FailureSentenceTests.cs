using ScoreSde.Cli.Output;

namespace ScoreSde.Tests.Output;

/// <summary>What a person is told about each kind of failure, and how much of it.</summary>
[Trait("Category", "Once")]
public sealed class FailureSentenceTests
{
    public static TheoryData<Exception, string> Failures => new()
    {
        { new OperationCanceledException("x"), "Stopped before the end; nothing was written." },
        { new TaskCanceledException("x"), "Stopped before the end; nothing was written." },
        { new InsufficientMemoryException("x"), "There is not enough memory for this run." },
        { new OverflowException("x"), "The run is too large: a single array would exceed 2³¹ numbers." },
        { new UnauthorizedAccessException("the disk is another's."), "Access is denied: the disk is another's." },
        { new UnauthorizedAccessException("two\nlines"), "Access is denied: two lines" },
        { new FileNotFoundException("It is not there."), "It is not there." },
        { new FileNotFoundException("It is not there.", "x"), "It is not there." },
        { new InvalidOperationException("Something else."), "Something else." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Each_failure_has_its_sentence(Exception failure, string sentence) => Assert.Equal(sentence, FailureSentence.Of(failure));

    [Fact]
    public void What_the_framework_appends_is_left_out()
    {
        Assert.Equal("Too small.", FailureSentence.Of(new ArgumentOutOfRangeException("steps", 5, "Too small.")));
        Assert.Equal("Too small.", FailureSentence.Of(new ArgumentException("Too small.", "steps")));
        Assert.Equal("first second third", FailureSentence.Plain("  first\r\nsecond\nthird \n"));
    }

    [Fact]
    public void A_long_quote_is_cut_in_its_middle()
    {
        string whole = string.Concat(new string('a', 50), "b", new string('c', 29));
        Assert.Equal($"There is no '{whole}'.", FailureSentence.Plain($"There is no '{whole}'."));
        string longer = string.Concat(new string('a', 50), "bb", new string('c', 29));
        Assert.Equal($"There is no '{new string('a', 50)}…{new string('c', 29)}'.", FailureSentence.Plain($"There is no '{longer}'."));
        Assert.Equal($"'x' '{new string('a', 50)}…{new string('c', 29)}'", FailureSentence.Plain($"'x' '{longer}'"));
    }

    [Fact]
    public void A_message_has_at_most_two_thousand_characters()
    {
        string whole = string.Concat(new string('a', 1999), "b");
        Assert.Equal(whole, FailureSentence.Plain(whole));
        Assert.Equal($"{new string('a', 1999)}…", FailureSentence.Plain($"{whole}c"));
    }
}
