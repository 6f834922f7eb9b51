using ScoreSde.Tests.Rooms;
using ScoreSde.Torch.Sampling;

namespace ScoreSde.Tests;

/// <summary>Rooms of the project on libtorch use rooms on lower floors alone, as docs/architecture.md has them.</summary>
public sealed class RoomsTests
{
    [Fact]
    public void All_arrows_go_down() =>
        Assert.Empty(Floors.Faults(Floors.Page(), "src/Score.Torch", "ScoreSde.Torch", new RoomGraph(typeof(TorchSampler).Assembly.Location)));
}
