using ScoreSde.Cli.Output;

namespace ScoreSde.Tests.Output;

/// <summary>Whether the process lives on after a request to stop.</summary>
[Trait("Category", "Once")]
public sealed class StopSignalTests
{
    [Fact]
    public void The_first_request_is_heeded_by_the_run_and_the_second_ends_the_process()
    {
        using var stop = new StopSignal();
        Assert.Equal((0, false, false), (stop.Requests, stop.IsHeld, stop.Token.IsCancellationRequested));
        Assert.True(stop.Request());
        Assert.Equal((1, true), (stop.Requests, stop.Token.IsCancellationRequested));
        Assert.False(stop.Request());
        Assert.False(stop.Request());
        Assert.Equal(3, stop.Requests);
    }

    [Fact]
    public void While_something_is_saved_no_request_ends_the_process()
    {
        using var stop = new StopSignal();
        IDisposable outer = stop.Hold();
        IDisposable inner = stop.Hold();
        Assert.True(stop.Request());
        Assert.True(stop.Request());

        // What is over twice is over once.
        inner.Dispose();
        inner.Dispose();
        Assert.True(stop.IsHeld);
        Assert.True(stop.Request());
        outer.Dispose();
        Assert.False(stop.IsHeld);
        Assert.False(stop.Request());
        using (stop.Hold())
        {
            Assert.True(stop.IsHeld);
        }

        Assert.False(stop.IsHeld);
    }
}
